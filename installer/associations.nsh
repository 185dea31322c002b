; What opens by a double click in Explorer: packages, plan packages and replies.

!macro WriteAssociation extension words
  WriteRegStr HKCU "Software\Classes\QNApp.${extension}" "" "${words}"
  WriteRegStr HKCU "Software\Classes\QNApp.${extension}\DefaultIcon" "" "$INSTDIR\QNApp.exe,0"
  WriteRegStr HKCU "Software\Classes\QNApp.${extension}\shell\open\command" "" '"$INSTDIR\QNApp.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\.${extension}" "" "QNApp.${extension}"
  WriteRegNone HKCU "Software\Classes\.${extension}\OpenWithProgids" "QNApp.${extension}"
!macroend

!macro RemoveAssociation extension
  DeleteRegKey HKCU "Software\Classes\QNApp.${extension}"
  DeleteRegValue HKCU "Software\Classes\.${extension}\OpenWithProgids" "QNApp.${extension}"
  ReadRegStr $R0 HKCU "Software\Classes\.${extension}" ""
  ${If} $R0 == "QNApp.${extension}"
    DeleteRegValue HKCU "Software\Classes\.${extension}" ""
  ${EndIf}
  DeleteRegKey /ifempty HKCU "Software\Classes\.${extension}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "Software\Classes\.${extension}"
!macroend

Function WriteAssociations
  !insertmacro WriteAssociation "qnbc" "Gói báo cáo QNApp"
  !insertmacro WriteAssociation "qnkh" "Gói kế hoạch QNApp"
  !insertmacro WriteAssociation "qnph" "Phiếu trả lời QNApp"
  ${RefreshShellIcons}
FunctionEnd

Function un.RemoveAssociations
  !insertmacro RemoveAssociation "qnbc"
  !insertmacro RemoveAssociation "qnkh"
  !insertmacro RemoveAssociation "qnph"
  ${RefreshShellIcons}
FunctionEnd
