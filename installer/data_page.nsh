; The uninstaller's question about the data: it stays unless two boxes are ticked.
; A silent run never asks and never deletes.

!define DATA "$LOCALAPPDATA\QNApp\dulieu"

Var DataFolder ; where the program says that the data lies
Var DeleteBox
Var SureBox
Var DeleteData

Function un.FindData
  StrCpy $DataFolder "${DATA}"
  StrCpy $DeleteData "0"
  InitPluginsDir
  ExecWait '"$INSTDIR\QNApp.exe" --tell-data-folder "$PLUGINSDIR\thu-muc.txt"'
  ClearErrors
  FileOpen $R0 "$PLUGINSDIR\thu-muc.txt" r
  ${IfNot} ${Errors}
    FileReadUTF16LE $R0 $R1
    FileClose $R0
    ${If} $R1 != ""
      StrCpy $DataFolder "$R1"
    ${EndIf}
  ${EndIf}
  ClearErrors
  ${Record} "Dữ liệu nằm ở $DataFolder"
FunctionEnd

Function un.DataPage
  !insertmacro MUI_HEADER_TEXT "Dữ liệu của đơn vị" "Gỡ bỏ chương trình không làm mất dữ liệu."
  nsDialogs::Create 1018
  Pop $R0
  ${NSD_CreateLabel} 0 0 100% 24u "Dữ liệu, minh chứng và bản sao lưu nằm ở thư mục dưới đây và được giữ lại. Cài lại QNApp là dùng tiếp được."
  Pop $R0
  ${NSD_CreateText} 0 26u 100% 12u "$DataFolder"
  Pop $R0
  SendMessage $R0 ${EM_SETREADONLY} 1 0
  ${If} $DataFolder == "${DATA}"
  ${AndIf} ${FileExists} "${DATA}\*.*"
    ${NSD_CreateCheckbox} 0 52u 100% 12u "Xóa cả dữ liệu trong thư mục này"
    Pop $DeleteBox
    ${NSD_OnClick} $DeleteBox un.DeleteBoxClicked
    ${NSD_CreateCheckbox} 0 68u 100% 24u "Tôi đã có bản sao lưu ở nơi khác và hiểu rằng dữ liệu đã xóa không lấy lại được"
    Pop $SureBox
    EnableWindow $SureBox 0
  ${Else}
    StrCpy $DeleteBox ""
    ${NSD_CreateLabel} 0 52u 100% 24u "Thư mục này do đơn vị tự chọn hoặc đang trống nên chương trình gỡ bỏ không xóa. Cần xóa thì xóa bằng tay."
    Pop $R0
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function un.DeleteBoxClicked
  Pop $R0
  ${NSD_GetState} $DeleteBox $R0
  ${If} $R0 == ${BST_CHECKED}
    EnableWindow $SureBox 1
  ${Else}
    ${NSD_Uncheck} $SureBox
    EnableWindow $SureBox 0
  ${EndIf}
FunctionEnd

Function un.DataPageLeave
  StrCpy $DeleteData "0"
  ${If} $DeleteBox != ""
    ${NSD_GetState} $DeleteBox $R0
    ${NSD_GetState} $SureBox $R1
    ${If} $R0 == ${BST_CHECKED}
      ${If} $R1 == ${BST_CHECKED}
        StrCpy $DeleteData "1"
      ${Else}
        MessageBox MB_OK|MB_ICONINFORMATION "Muốn xóa dữ liệu thì đánh dấu cả hai ô; muốn giữ lại thì bỏ dấu ô thứ nhất."
        Abort
      ${EndIf}
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.RemoveDataIfAskedTwice
  ${If} $DeleteData == "1"
    RMDir /r "${DATA}"
    Delete "$LOCALAPPDATA\QNApp\start.json"
    ${Record} "Đã xóa dữ liệu ở ${DATA} theo yêu cầu (đánh dấu hai lần)"
  ${Else}
    ${Record} "Giữ lại dữ liệu ở $DataFolder"
  ${EndIf}
FunctionEnd
