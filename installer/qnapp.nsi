; The installer of QNApp: per user, without administrator rights, in Vietnamese.
; Built by installer/nsis.py, which defines VERSION, VERSION4, SOURCE, OUTPUT, ICON, SIDE, LANGUAGES,
; LIBRARY, NEEDED_MB, SIZE_KB, and for trying under Wine also FOR_WINE.
;
; Exit codes of a silent run (/S): 0 done, 1 cancelled, 3 Windows too old, 4 a 32-bit Windows,
; 5 not enough space, 6 QNApp is open, 7 a newer QNApp is installed, 8 a file could not be written.

Unicode true
!ifdef FOR_WINE
  Target amd64-unicode ; Wine without its 32-bit half runs nothing else
  SetCompressor zlib
!else
  ; A 32-bit installer starts on a 32-bit Windows too, and can say there why it stops.
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif

!define NAME "QNApp"
!define UNINSTALLER "Go-bo-QNApp.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\QNApp"
!define OWN_KEY "Software\QNApp"
!define LOG "$LOCALAPPDATA\QNApp\cai-dat.log"

Name "${NAME}"
OutFile "${OUTPUT}"
Caption "Cài đặt QNApp ${VERSION}"
UninstallCaption "Gỡ bỏ QNApp ${VERSION}"
BrandingText "QNApp ${VERSION} - hoạt động không cần mạng"
InstallDir "$LOCALAPPDATA\Programs\QNApp"
InstallDirRegKey HKCU "${OWN_KEY}" "InstallDir"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
ShowInstDetails hide
ShowUninstDetails hide
XPStyle on
CRCCheck on

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "WordFunc.nsh"
!include "x64.nsh"

Var Before ; version that is installed already, empty where there is none

!include "log.nsh"
!include "checks.nsh"
!include "associations.nsh"
!include "program_files.nsh"
!include "data_page.nsh"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_DIRECTORYPAGE_TEXT_TOP "QNApp được cài cho riêng tài khoản Windows này, không cần quyền quản trị. Dữ liệu của đơn vị nằm ở thư mục khác và không bị động tới."
!define MUI_FINISHPAGE_TITLE "Đã cài xong QNApp ${VERSION}"
!define MUI_FINISHPAGE_TEXT "Mở QNApp từ màn hình nền hoặc từ menu Bắt đầu (Start).$\r$\n$\r$\nNhật ký cài đặt: ${LOG}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\QNApp.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Mở QNApp ngay"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
UninstPage custom un.DataPage un.DataPageLeave
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGEEX "${LANGUAGES}" "Vietnamese"

VIProductVersion "${VERSION4}"
VIFileVersion "${VERSION4}"
VIAddVersionKey /LANG=${LANG_VIETNAMESE} "ProductName" "QNApp"
VIAddVersionKey /LANG=${LANG_VIETNAMESE} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_VIETNAMESE} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_VIETNAMESE} "FileDescription" "Bộ cài đặt QNApp - Theo dõi thực hiện Nghị quyết"
VIAddVersionKey /LANG=${LANG_VIETNAMESE} "CompanyName" "QNApp"
VIAddVersionKey /LANG=${LANG_VIETNAMESE} "LegalCopyright" ""

Function .onInit
  SetShellVarContext current
  ${Record} "Bộ cài QNApp ${VERSION}: $EXEPATH"
  Call RefuseOldWindows
  Call RefuseDowngrade
FunctionEnd

Section "QNApp"
  AddSize ${SIZE_KB}
  ${Record} "Cài vào $INSTDIR (bản đang có: $Before)"
  Call RefuseWhileRunning
  Call RefuseFullDisk
  Call PutProgramFiles
  Call RemoveCopyElsewhere
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  CreateShortcut "$SMPROGRAMS\QNApp.lnk" "$INSTDIR\QNApp.exe" "" "$INSTDIR\QNApp.exe" 0 SW_SHOWNORMAL "" "Theo dõi thực hiện Nghị quyết"
  ${If} $Before == "" ; a shortcut that somebody removed does not come back with an update
    CreateShortcut "$DESKTOP\QNApp.lnk" "$INSTDIR\QNApp.exe" "" "$INSTDIR\QNApp.exe" 0 SW_SHOWNORMAL "" "Theo dõi thực hiện Nghị quyết"
  ${EndIf}
  Call WriteAssociations
  WriteRegStr HKCU "${OWN_KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "QNApp - Theo dõi thực hiện Nghị quyết"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\QNApp.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "QNApp"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${Record} "Đã cài xong QNApp ${VERSION}"
SectionEnd

Function un.onInit
  SetShellVarContext current
  ${Record} "Gỡ bỏ QNApp ${VERSION} khỏi $INSTDIR"
  Call un.RefuseWhileRunning
  Call un.FindData
FunctionEnd

Section "Uninstall"
  Call un.RemoveProgramFiles
  Delete "$INSTDIR\${UNINSTALLER}"
  RMDir "$INSTDIR" ; only when nothing of somebody else is in it
  Delete "$SMPROGRAMS\QNApp.lnk"
  Delete "$DESKTOP\QNApp.lnk"
  Call un.RemoveAssociations
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "${OWN_KEY}"
  Call un.RemoveDataIfAskedTwice
  ${Record} "Đã gỡ bỏ QNApp ${VERSION}"
SectionEnd
