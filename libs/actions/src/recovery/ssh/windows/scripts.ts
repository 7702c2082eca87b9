import { serviceNameProblem } from '@twotwenty/contracts/recovery';
import { plainCommand, type RemoteCommand } from '../remote-command.js';
import { SshFailure } from '../ssh-failure.js';

/** Begins the one line in which a script tells what came of it; JSON follows, in ASCII. */
export const MARKER = 'TWOTWENTY-RESULT ';

/** cmd.exe, the shell of OpenSSH for Windows unless another was chosen, takes lines of 8191 characters. */
const MAX_COMMAND_LENGTH = 8_000;

// For Windows PowerShell 5.1, which every Windows since Server 2016 has. Short, since the line that carries it is.
// $d is the data; Tell prints the result, Fail a bad one, Note a line for people.
const PRELUDE = `$ErrorActionPreference='Stop';$ProgressPreference='SilentlyContinue';$WarningPreference='SilentlyContinue'
try{[Console]::OutputEncoding=New-Object Text.UTF8Encoding $false}catch{}
function Note($t){[Console]::Out.WriteLine($t)}
function Tell($o){$j=$o|ConvertTo-Json -Depth 4 -Compress;Note('${MARKER}'+[regex]::Replace($j,'[^\\x20-\\x7e]',{param($m)'\\u{0:x4}'-f[int][char]$m.Value}))}
function Fail($c,$t){Tell @{ok=$false;code=$c;detail="$t"};exit 1}
$code='command-failed'
`;

/** An error of the machine: 5 is ERROR_ACCESS_DENIED. */
const CATCH = `catch{$e=$_.Exception;while($e.InnerException){$e=$e.InnerException}
if($e -is [ComponentModel.Win32Exception] -and $e.NativeErrorCode -eq 5){$code='right-missing'}
Fail $code $e.Message}`;

export const LOOK_SCRIPT = `$i=[Security.Principal.WindowsIdentity]::GetCurrent()
$a=([Security.Principal.WindowsPrincipal]$i).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
$r=@(foreach($n in $d.s){$x=@(Get-Service -Name $n -ErrorAction SilentlyContinue|?{$_.Name -eq $n})
if($x.Count){@{name=$n;found=$true;startType="$($x[0].StartType)"}}else{@{name=$n;found=$false;startType=''}}})
Tell @{ok=$true;admin=$a;services=$r}`;

/**
 * $l: what is listed; $o: all that is stopped, in that order: of each listed service, last one first, what runs and depends on
 * it, then itself. When something can not be stopped, what was stopped is started again.
 */
export const RESTART_SCRIPT = `$l=@($d.s|%{(Get-Service -Name $_).Name});$o=New-Object Collections.ArrayList;$t=[TimeSpan]::FromSeconds(120)
function Add($n){if($o -notcontains $n){[void]$o.Add($n)}}
function Dep($s){foreach($x in $s.DependentServices){if($x.Status -ne 'Stopped' -and $o -notcontains $x.Name){Dep $x;Add $x.Name}}}
function Up($n){$s=Get-Service -Name $n;if($s.Status -ne 'Running'){Note "Starting $n";Start-Service -InputObject $s;$s.WaitForStatus('Running',$t)}}
$back=$l.Clone();[array]::Reverse($back);foreach($n in $back){Dep (Get-Service -Name $n);Add $n}
$rest=@($o|?{$l -notcontains $_});[array]::Reverse($rest);$all=$l+$rest
try{foreach($n in $o){$s=Get-Service -Name $n;if($s.Status -ne 'Stopped'){Note "Stopping $n"
if($s.Status -ne 'StopPending'){Stop-Service -InputObject $s -Force -NoWait};$s.WaitForStatus('Stopped',$t)}}}
catch{$w=$_;foreach($n in $all){try{Up $n}catch{}};throw $w}
$code='service-not-running';$f=@();foreach($n in $all){try{Up $n}catch{$f+="\${n}: $($_.Exception.Message)"}}
Start-Sleep 2
foreach($n in $all){$q=(Get-Service -Name $n).Status;if($q -ne 'Running'){$f+="$n is $q"}}
if($f.Count){Fail $code ($f -join '; ')}
Tell @{ok=$true;services=$all}`;

export const REBOOT_SCRIPT = `Restart-Computer -Force
Tell @{ok=$true}`;

export const LIST_SCRIPT = `Tell @{ok=$true;services=@(Get-Service -ErrorAction SilentlyContinue|select -First 2000|%{@{name=$_.Name;description=$_.DisplayName;state="$($_.Status)"}})}`;

/**
 * The command that runs a script with these services as its data, `$d.s`. They travel as Base64 of JSON, so that nothing in them
 * is ever read as PowerShell; and the whole script as Base64 of UTF-16, so that no shell on the way reads any of it.
 * @throws SshFailure `illegal-service`
 */
export function powershellCommand(script: string, services: readonly string[]): RemoteCommand {
  const illegal = services.find((name) => serviceNameProblem('ssh-windows', name) !== null);
  if (illegal !== undefined) {
    throw new SshFailure(
      'illegal-service',
      `${JSON.stringify(illegal)} ${serviceNameProblem('ssh-windows', illegal)}.`,
    );
  }
  const data = Buffer.from(JSON.stringify({ s: services })).toString('base64');
  const begin = `$d=[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${data}'))|ConvertFrom-Json`;
  const whole = `${PRELUDE}try{${begin}\n${script}}\n${CATCH}`;
  const encoded = Buffer.from(whole, 'utf16le').toString('base64');
  const command = plainCommand(['powershell.exe', '-NoProfile', '-NonInteractive', '-EncodedCommand', encoded]);
  if (command.length > MAX_COMMAND_LENGTH) {
    throw new SshFailure(
      'illegal-service',
      'the names are too long together for one command; use fewer or shorter ones.',
    );
  }
  return command;
}
