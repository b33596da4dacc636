import type { Words } from './word-table.ts'

/** English: hosts, the way to them, and what the staged test of one found. */
export const EN_HOST: Words = {
  'host.reached': { message: 'The machine takes connections.', hint: '' },
  'host.isSsh': { message: 'An SSH server answers.', hint: '' },
  'host.keyKnown': { message: 'It shows the key that you trusted.', hint: '' },
  'host.loggedIn': { message: 'Logged in.', hint: '' },
  'host.shellExact': { message: 'Words arrive in its shell as they were sent.', hint: '' },
  'host.homeWritable': { message: 'Files can be written and read back in the home folder.', hint: '' },
  'host.pythonFound': { message: 'Python {{version}} at {{path}}.', hint: '' },
  'host.diskEnough': { message: '{{free}} GiB free on {{mount}}.', hint: '' },
  'host.notNeeded': { message: 'Not needed: it is this computer.', hint: '' },
  'host.afterFailure': { message: 'Not tried: a line above has to pass first.', hint: '' },
  'host.stopped': { message: 'Not tried: you stopped the test.', hint: '' },
  'host.nameUnknown': {
    message: 'Nobody knows a machine of the name in {{place}}.',
    hint: 'Check the spelling. A name of your company’s network is only known inside it: connect its VPN first.',
  },
  'host.refused': {
    message: '{{place}} refuses connections: no SSH server listens at this port.',
    hint: 'Check the port (usually 22), and that sshd runs on the machine.',
  },
  'host.noRoute': {
    message: 'No way leads to {{place}} from this network.',
    hint: 'Connect the VPN or network that the machine is in, or go through a jump host.',
  },
  'host.connectTimeout': {
    message: '{{place}} does not answer. It may be switched off, or a firewall drops what is sent.',
    hint: 'Check that the machine runs and the port is open to you, then test again.',
  },
  'host.jumpRefused': {
    message: 'The jump host does not pass the connection on to {{place}}.',
    hint: 'It may not know the name, or forbid forwarding (AllowTcpForwarding in its sshd_config).',
  },
  'host.linkLost': {
    message: 'The link to {{place}} broke.',
    hint: 'LoopTool connects again by itself; work on the host goes on meanwhile.',
  },
  'host.slow': {
    message: '{{place}} did not finish within {{seconds}} s.',
    hint: 'The machine may be overloaded or its disk may hang. Look at it by hand, then try again.',
  },
  'host.closed': { message: 'The connection was closed.', hint: 'Open the project again.' },
  'host.notSsh': {
    message: 'What answers at {{place}} is no SSH server.',
    hint: 'Check the port. A proxy or a web server may stand there.',
  },
  'host.noCommonCipher': {
    message: '{{place}} and LoopTool know no encryption in common: its SSH server is too old.',
    hint: 'Ask its administrator to update OpenSSH, or go through a newer jump host.',
  },
  'host.keyUnknown': {
    message: 'You have not met {{door}} before. It shows the {{type}} key {{fingerprint}}.',
    hint: 'Compare it with the fingerprint that its administrator or its cloud console gives, then trust it.',
  },
  'host.keyChanged': {
    message:
      '{{door}} shows another key than the one you trusted. Now {{type}} {{fingerprint}}; trusted {{oldType}} {{oldFingerprint}}. Somebody may stand between you and it, or it was set up anew.',
    hint: 'Nothing was sent. Ask its administrator whether the key was changed; only then trust the new one.',
  },
  'host.keyNotShown': {
    message: '{{door}} has not just shown this key, so it cannot be trusted.',
    hint: 'Test the host again and compare the fingerprint once more.',
  },
  'host.keyFileMissing': {
    message: 'The key file {{file}} is not there.',
    hint: 'Choose the private key that belongs to this machine, usually ~/.ssh/id_ed25519.',
  },
  'host.keyFileUnreadable': {
    message: 'The key file {{file}} cannot be read.',
    hint: 'It must belong to you and be readable by you: chmod 600 on it.',
  },
  'host.keyFilePublic': {
    message: '{{file}} is a public key. The private one is needed.',
    hint: 'Choose the file beside it without “.pub”.',
  },
  'host.keyFileFormat': {
    message: '{{file}} is no private key that LoopTool can read.',
    hint: 'OpenSSH and PEM keys work. A key in hardware works through the agent; convert others with ssh-keygen -p -f.',
  },
  'host.passphraseMissing': {
    message: 'The key {{file}} is locked by a passphrase.',
    hint: 'Type its passphrase, or load the key into the agent with ssh-add.',
  },
  'host.passphraseWrong': {
    message: 'The passphrase does not open the key {{file}}.',
    hint: 'Type it again; it is the key’s passphrase, not the machine’s password.',
  },
  'host.keyRefused': {
    message: '{{place}} does not accept this key for the user {{user}}. It takes: {{methods}}.',
    hint: 'Put the public key into ~/.ssh/authorized_keys there, or check the user’s name.',
  },
  'host.agentAbsent': {
    message: 'No ssh-agent can be reached from LoopTool.',
    hint: 'Start one and load your key, then start LoopTool from the same session; or use a key file.',
  },
  'host.agentEmpty': {
    message: 'The ssh-agent holds no key.',
    hint: 'Load your key with ssh-add, then test again.',
  },
  'host.agentRefused': {
    message: '{{place}} accepts none of the agent’s keys for the user {{user}}. It takes: {{methods}}.',
    hint: 'Load the right key with ssh-add, or put its public part into ~/.ssh/authorized_keys there.',
  },
  'host.passwordMissing': {
    message: 'No password is kept for {{place}}.',
    hint: 'Type the password.',
  },
  'host.passwordRefused': {
    message: '{{place}} refuses the password of {{user}}.',
    hint: 'Type it again, and check the user’s name.',
  },
  'host.passwordOff': {
    message: '{{place}} takes no passwords. It takes: {{methods}}.',
    hint: 'Use a key file or the agent.',
  },
  'host.twoFactor': {
    message: '{{place}} wants a second proof beside this one ({{methods}}), which LoopTool cannot give.',
    hint: 'Ask for a key that is enough by itself, or go through a jump host that asks for it.',
  },
  'host.noShell': {
    message: 'The login works, but this user may run no programs there.',
    hint: 'Ask the administrator for a user with a shell.',
  },
  'host.shellOdd': {
    message: 'The login shell does not pass words on as they were sent; it is none that speaks POSIX.',
    hint: 'Set the user’s shell to bash, zsh or sh.',
  },
  'host.shellNoise': {
    message: 'The login shell prints something of its own before every answer: “{{noise}}”.',
    hint: 'In ~/.bashrc on the host, print only when the shell is interactive: case $- in *i*) …; esac.',
  },
  'host.noSftp': {
    message: 'The server offers no file transfer (SFTP).',
    hint: 'Ask its administrator to switch on “Subsystem sftp internal-sftp” in sshd_config.',
  },
  'host.homeReadOnly': {
    message: 'Nothing can be written to the home folder: {{why}}.',
    hint: 'Check the folder’s owner and rights, and whether its disk is mounted for writing.',
  },
  'host.homeMissing': {
    message: 'This user’s home folder is not there.',
    hint: 'Ask the administrator to make or mount it.',
  },
  'host.noPython': {
    message: 'There is no python3 on the host.',
    hint: 'Install Python 3.10 or later there.',
  },
  'host.oldPython': {
    message: 'Python {{version}} is too old: 3.10 is needed.',
    hint: 'Install a later one; uv brings one without an administrator.',
  },
  'host.diskLow': {
    message: 'Only {{free}} GiB are free on {{mount}}. An environment takes up to 10, checkpoints more.',
    hint: 'Free some room, or put ~/.looptool on a larger disk by a symbolic link.',
  },
  'host.diskFull': {
    message: 'The disk of {{path}} on the host is full.',
    hint: 'Free some room there, then go on; what was carried over is kept.',
  },
  'host.odd': {
    message: 'The host answered something that LoopTool does not understand.',
    hint: 'The details hold its words. Look at the host by hand, then test again.',
  },
  'host.gone': {
    message: 'This host is no longer in your list.',
    hint: 'Choose another one, or add it again.',
  },
  'host.book': {
    message: 'The list of hosts cannot be read or written.',
    hint: 'Check the rights and the room of the folder that holds LoopTool’s settings.',
  },
  'host.notHere': {
    message: 'On Windows this computer is no host.',
    hint: 'Train the small policy here, or reach a Linux machine by SSH.',
  },
  'host.nul': {
    message: 'A word to be sent to the host holds a NUL sign, which no program can take.',
    hint: 'Change the name or path that holds it.',
  },
  'host.badVariable': {
    message: '“{{name}}” is no name of an environment variable.',
    hint: 'Use letters, digits and underscores.',
  },
  'host.path': {
    message: '{{path}} on the host cannot be used: {{why}}.',
    hint: 'Check that it is there and that your user may use it.',
  },
  'host.carriedWrong': {
    message: '{{path}} did not arrive as it was sent, twice ({{place}}).',
    hint: 'A disk or network there may be failing. Try again, and have the disk checked.',
  },
  'host.noChecksum': {
    message: 'There is neither sha256sum nor shasum on {{place}}, so nothing that is carried can be checked.',
    hint: 'Install coreutils there.',
  },
  'host.kitDamaged': {
    message: 'LoopTool’s own file {{file}} for hosts is missing.',
    hint: 'Install LoopTool again.',
  },
  'host.doctorFailed': {
    message: 'The host could not be examined: its doctor ended with {{code}}.',
    hint: 'The details hold its words.',
  },
  'host.startFailed': {
    message: 'The work could not be started on the host.',
    hint: 'The details hold the host’s words. Examine the host, then resume.',
  },
  'host.rebooted': {
    message: 'The host was restarted while it trained, at step {{step}}.',
    hint: 'Resume: it goes on from the last complete checkpoint.',
  },
  'host.killed': {
    message: 'Somebody or something on the host ended the training at step {{step}} (signal {{signal}}).',
    hint: 'Where the system ran out of memory it does that: look at the last lines, then resume from the last checkpoint.',
  },
  'host.ended': {
    message: 'The training’s program on the host ended with {{code}} at step {{step}}, without saying why.',
    hint: 'The details hold its last lines. Resume goes on from the last complete checkpoint.',
  },
}
