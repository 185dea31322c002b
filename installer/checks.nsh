; What stops an installation, each with a sentence, a line in the log and an exit code of its own.
; Nothing has been changed when one of these ends the installer.

!define BUILD_1809 17763 ; the oldest Windows 10 that the program's Qt runs on

!macro Refuse code sentence
  ${Record} "Dừng (mã ${code}): ${sentence}"
  MessageBox MB_OK|MB_ICONSTOP "${sentence}" /SD IDOK
  SetErrorLevel ${code}
  Quit
!macroend

Function RefuseOldWindows
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} ${BUILD_1809}
    !insertmacro Refuse 3 "QNApp cần Windows 10 bản 1809 trở lên hoặc Windows 11. Máy này dùng bản cũ hơn nên chưa cài được. Chưa có gì bị thay đổi. Cập nhật Windows hoặc dùng máy khác."
  ${EndIf}
  ${IfNot} ${RunningX64}
    !insertmacro Refuse 4 "QNApp cần Windows 64 bit. Máy này dùng Windows 32 bit nên không cài được. Chưa có gì bị thay đổi. Dùng máy khác hoặc cài lại Windows 64 bit."
  ${EndIf}
FunctionEnd

Function RefuseDowngrade
  ReadRegStr $Before HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $Before != ""
    ${VersionCompare} "$Before" "${VERSION}" $R0
    ${If} $R0 == 1
      !insertmacro Refuse 7 "Máy này đang có QNApp $Before, mới hơn bản ${VERSION} trong bộ cài này. Không cài bản cũ đè lên bản mới vì bản cũ không đọc được dữ liệu của bản mới. Chưa có gì bị thay đổi."
    ${EndIf}
  ${EndIf}
FunctionEnd

; A program that runs cannot be opened for writing: that holds for both programs and needs no window.
!macro DefineRefuseWhileRunning un
Function ${un}RefuseWhileRunning
  again:
  StrCpy $R0 "$INSTDIR\QNApp.exe"
  IfFileExists "$R0" 0 console
  ClearErrors
  FileOpen $R1 "$R0" a
  IfErrors running
  FileClose $R1
  console:
  StrCpy $R0 "$INSTDIR\qnapp-cli.exe"
  IfFileExists "$R0" 0 free
  ClearErrors
  FileOpen $R1 "$R0" a
  IfErrors running
  FileClose $R1
  free:
  ClearErrors
  Return
  running:
  ${Record} "QNApp đang mở: $R0"
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "QNApp đang mở. Đóng cửa sổ QNApp rồi bấm Thử lại. Dữ liệu đã nhập được lưu khi đóng." /SD IDCANCEL IDRETRY again
  ${Record} "Dừng (mã 6): QNApp đang mở"
  SetErrorLevel 6
  Quit
FunctionEnd
!macroend
!insertmacro DefineRefuseWhileRunning ""
!insertmacro DefineRefuseWhileRunning "un."

Function RefuseFullDisk
  ${GetRoot} "$INSTDIR" $R0
  System::Call 'kernel32::GetDiskFreeSpaceExW(w "$R0\", *l .R1, *l, *l) i .R2'
  ${If} $R2 != 0
    System::Int64Op $R1 / 1048576
    Pop $R1
    System::Int64Op $R1 < ${NEEDED_MB}
    Pop $R2
    ${If} $R2 == 1
      !insertmacro Refuse 5 "Ổ đĩa $R0 còn trống $R1 MB, cài QNApp cần ${NEEDED_MB} MB. Chưa có gì bị thay đổi. Dọn bớt ổ đĩa rồi chạy lại bộ cài."
    ${EndIf}
  ${EndIf}
FunctionEnd
