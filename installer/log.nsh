; One line of the installation log: day, time, sentence. UTF-16, which Notepad opens.
; An installer must not fail because its log cannot be written, so errors end here.

Var LogFile
Var LogDay
Var LogMonth
Var LogYear
Var LogWeekday
Var LogHour
Var LogMinute
Var LogSecond

!macro LogLine sentence
  CreateDirectory "$LOCALAPPDATA\QNApp"
  ${GetTime} "" "L" $LogDay $LogMonth $LogYear $LogWeekday $LogHour $LogMinute $LogSecond
  FileOpen $LogFile "${LOG}" a
  ${If} $LogFile != ""
    FileSeek $LogFile 0 END
    FileWriteUTF16LE /BOM $LogFile "$LogDay/$LogMonth/$LogYear $LogHour:$LogMinute:$LogSecond  ${sentence}$\r$\n"
    FileClose $LogFile
  ${EndIf}
  ClearErrors
!macroend

!define Record "!insertmacro LogLine"
