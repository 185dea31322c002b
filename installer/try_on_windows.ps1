# Installs the built program on this Windows as a clerk's PC would have it, uses it, updates it over
# itself and removes it. Ends with an error at the first thing that is not as it should be.
$ErrorActionPreference = "Stop"
$setup = (Get-ChildItem dist/*-setup.exe | Select-Object -First 1).FullName
$target = Join-Path $env:LOCALAPPDATA "Programs\Nguyễn Văn Đức\QNApp"
$data = Join-Path $env:LOCALAPPDATA "QNApp\dulieu"
$out = Join-Path $env:RUNNER_TEMP "Kết quả thử"
New-Item -ItemType Directory -Force $out | Out-Null

function Check($true_, $sentence) {
  if (-not $true_) { throw $sentence }
  Write-Host "ok: $sentence"
}

function Install {
  $run = Start-Process -Wait -PassThru $setup -ArgumentList "/S", "/D=$target"
  Check ($run.ExitCode -eq 0) "installs silently"
}

Install
$cli = Join-Path $target "qnapp-cli.exe"
Check ((& $cli --version) -match "^QNApp \d") "says its version"

# The window opens on the real platform, not only on the one without a screen.
foreach ($platform in "offscreen", "windows") {
  $env:QT_QPA_PLATFORM = $platform
  $file = Join-Path $out "$platform.json"
  $run = Start-Process -Wait -PassThru (Join-Path $target "QNApp.exe") -ArgumentList "--self-test", "`"$file`""
  $found = Get-Content -Raw -Encoding utf8 $file | ConvertFrom-Json
  Check ($run.ExitCode -eq 0 -and $found.ok -and $found.frozen) "tests itself on $platform"
  Check ($found.platform -eq $platform) "draws on $platform"
}
Remove-Item Env:QT_QPA_PLATFORM

& $cli init --unit 06652 --sample
Check (Test-Path (Join-Path $data "qnapp.db")) "keeps the data with the user"
& $cli report --period 2026-Q1 --pdf (Join-Path $out "báo cáo.pdf") --xlsx (Join-Path $out "báo cáo.xlsx")
Check ((Get-Item (Join-Path $out "báo cáo.pdf")).Length -gt 10000) "makes a report"
$command = (Get-Item "HKCU:\Software\Classes\QNApp.qnbc\shell\open\command").GetValue("")
Check ($command -eq "`"$target\QNApp.exe`" `"%1`"") "opens packages by a double click"

$before = (Get-FileHash (Join-Path $data "qnapp.db")).Hash
Install
Check ((Get-FileHash (Join-Path $data "qnapp.db")).Hash -eq $before) "updates without touching the data"

Start-Process -Wait (Join-Path $target "Go-bo-QNApp.exe") -ArgumentList "/S"
foreach ($i in 1..60) { if (-not (Test-Path $target)) { break }; Start-Sleep 1 }
Check (-not (Test-Path $target)) "removes the program"
Check (Test-Path (Join-Path $data "qnapp.db")) "leaves the data"
Check (-not (Test-Path "HKCU:\Software\Classes\QNApp.qnbc")) "leaves no entry behind"
