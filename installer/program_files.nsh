; The program's own files: two programs and one folder. The old ones stand aside until the new ones
; are all there, and come back if they are not: an update works whole or not at all.

!define ASIDE ".cu"

!macro Aside name
  ${If} ${FileExists} "$INSTDIR\${name}"
    Rename "$INSTDIR\${name}" "$INSTDIR\${name}${ASIDE}"
  ${EndIf}
!macroend

!macro BackAgain name
  ${If} ${FileExists} "$INSTDIR\${name}${ASIDE}"
    RMDir /r "$INSTDIR\${name}"
    Delete "$INSTDIR\${name}"
    Rename "$INSTDIR\${name}${ASIDE}" "$INSTDIR\${name}"
  ${EndIf}
!macroend

!macro DefineForget un
Function ${un}ForgetAside
  RMDir /r "$INSTDIR\${LIBRARY}${ASIDE}"
  Delete "$INSTDIR\QNApp.exe${ASIDE}"
  Delete "$INSTDIR\qnapp-cli.exe${ASIDE}"
  ClearErrors
FunctionEnd
!macroend
!insertmacro DefineForget ""
!insertmacro DefineForget "un."

Function PutProgramFiles
  SetOutPath "$INSTDIR"
  ; An update that was cut off by a power failure: what stood aside is whole, what is new is not.
  !insertmacro BackAgain "${LIBRARY}"
  !insertmacro BackAgain "QNApp.exe"
  !insertmacro BackAgain "qnapp-cli.exe"
  ClearErrors
  !insertmacro Aside "${LIBRARY}"
  !insertmacro Aside "QNApp.exe"
  !insertmacro Aside "qnapp-cli.exe"
  ${IfNot} ${Errors}
    SetOverwrite try
    File /r "${SOURCE}\*.*"
  ${EndIf}
  ${If} ${Errors}
    !insertmacro BackAgain "${LIBRARY}"
    !insertmacro BackAgain "QNApp.exe"
    !insertmacro BackAgain "qnapp-cli.exe"
    !insertmacro Refuse 8 "Không ghi được tệp chương trình vào $INSTDIR. Bản đang có (nếu có) vẫn còn nguyên, dữ liệu không bị động tới. Tạm tắt phần mềm đang giữ thư mục này hoặc chọn thư mục khác rồi chạy lại bộ cài."
  ${EndIf}
  Call ForgetAside
FunctionEnd

; Installed into another folder than before: one copy is enough.
Function RemoveCopyElsewhere
  ReadRegStr $R0 HKCU "${OWN_KEY}" "InstallDir"
  ${If} $R0 != ""
  ${AndIf} $R0 != $INSTDIR
    ${Record} "Bỏ bản cũ ở $R0"
    RMDir /r "$R0\${LIBRARY}"
    Delete "$R0\QNApp.exe"
    Delete "$R0\qnapp-cli.exe"
    Delete "$R0\${UNINSTALLER}"
    RMDir "$R0"
  ${EndIf}
FunctionEnd

Function un.RemoveProgramFiles
  RMDir /r "$INSTDIR\${LIBRARY}"
  Delete "$INSTDIR\QNApp.exe"
  Delete "$INSTDIR\qnapp-cli.exe"
  Call un.ForgetAside
FunctionEnd
