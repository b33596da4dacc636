import type { Words } from './word-table.ts'

/** English: what a host's facts mean. */
export const EN_DOCTOR: Words = {
  'doctor.system': { message: '{{os}} on {{machine}}, {{cores}} cores, C library {{glibc}}.', hint: '' },
  'doctor.notLinux': {
    message: '{{os}}: training there uses the processor only.',
    hint: 'Use a Linux machine for GPU training.',
  },
  'doctor.otherMachine': {
    message: 'Processors of the kind {{machine}} have no ready-made packages.',
    hint: 'Use a machine with x86_64 or aarch64.',
  },
  'doctor.otherLibc': {
    message: 'The C library is not glibc (Alpine, for example), so ready-made packages do not run.',
    hint: 'Use a container or machine based on Debian, Ubuntu, RHEL or the like.',
  },
  'doctor.oldGlibc': {
    message: 'The C library {{glibc}} is too old: packages need {{needs}} or later.',
    hint: 'Use a newer system, or a container with one (Ubuntu 20.04 or later).',
  },
  'doctor.fewFiles': {
    message: 'A program may open only {{files}} files; vLLM and Ray want more.',
    hint: 'Raise the limit for your user.',
  },
  'doctor.driver': { message: 'NVIDIA driver {{driver}}, CUDA {{cuda}}.', hint: '' },
  'doctor.oldDriver': {
    message:
      'The NVIDIA driver {{driver}} (CUDA {{cuda}}) is too old for today’s torch: {{needs}} or later is needed.',
    hint: 'Ask the administrator to update the driver.',
  },
  'doctor.noDriver': {
    message: 'No NVIDIA driver: nvidia-smi is not there. Training runs on the processor.',
    hint: 'If the machine has a GPU, install its driver; in a container, start it with --gpus all.',
  },
  'doctor.driverFailed': {
    message: 'The NVIDIA driver is there but does not work.',
    hint: 'Often the driver was updated while the old one still runs: restart the machine. The details hold its words.',
  },
  'doctor.driverSilent': {
    message: 'The NVIDIA driver does not answer. A GPU may have dropped off the bus.',
    hint: 'Look at the kernel’s messages; usually only a restart helps.',
  },
  'doctor.noGpu': {
    message: 'The driver sees no GPU.',
    hint: 'In a container or a job, ask for one; otherwise check the hardware.',
  },
  'doctor.gpu': { message: 'GPU {{index}}: {{name}}, {{free}} of {{total}} GiB free.', hint: '' },
  'doctor.gpuShared': {
    message: 'GPU {{index}}: {{name}}, {{free}} of {{total}} GiB free; also used by {{users}}.',
    hint: '',
  },
  'doctor.gpuTaken': {
    message: 'GPU {{index}}, {{name}}, is taken: {{free}} of {{total}} GiB free, used by {{users}}.',
    hint: 'Choose another GPU, or agree with whoever uses it. LoopTool never ends others’ programs.',
  },
  'doctor.gpuCut': {
    message: 'GPU {{index}}, {{name}}, is cut into parts (MIG); a training sees one part.',
    hint: 'Reckon with that part’s memory, or ask the administrator.',
  },
  'doctor.gpuErrors': {
    message: 'GPU {{index}}, {{name}}, counts {{errors}} memory errors that it could not correct.',
    hint: 'Do not train on it: results may be wrong. Tell the administrator.',
  },
  'doctor.memory': { message: '{{available}} of {{total}} GiB memory available.', hint: '' },
  'doctor.memoryLimited': {
    message: '{{available}} GiB memory available; the container may use {{limit}}.',
    hint: '',
  },
  'doctor.memoryLow': {
    message: 'Only {{available}} of {{total}} GiB memory are available: small models only.',
    hint: 'End what is not needed, or train with LoRA.',
  },
  'doctor.memoryShort': {
    message: 'Only {{available}} of {{total}} GiB memory are available: a training would be killed.',
    hint: 'See what uses it and end what is not needed.',
  },
  'doctor.disk': { message: '{{path}}: {{free}} GiB free.', hint: '' },
  'doctor.diskLow': {
    message: '{{path}} has {{free}} GiB free; {{enough}} are comfortable.',
    hint: 'Free some room, or keep fewer checkpoints.',
  },
  'doctor.diskFull': {
    message: '{{path}} has only {{free}} GiB free; at least {{least}} are needed.',
    hint: 'Free some room first.',
  },
  'doctor.diskNotWritable': {
    message: '{{path}} cannot be written to.',
    hint: 'Check the rights of {{place}}, and whether its disk is mounted for writing.',
  },
  'doctor.endsAtLogout': {
    message:
      'The system ends everything that {{user}} leaves running when the connection closes (KillUserProcesses of logind).',
    hint: 'A training would end with the link. Let an administrator except this user, as below; lingering alone does not help.',
  },
  'doctor.inContainer': {
    message:
      'This is a container ({{kind}}): trainings end when it is ended, and what does not lie on a volume goes with it.',
    hint: 'Keep it running while you train, and put ~/.looptool on a volume.',
  },
  'doctor.tmpNoExec': {
    message:
      'Programs may not be run from {{path}} (mounted noexec); what torch and vLLM compile there does not load.',
    hint: 'Let temporary files go elsewhere, as below.',
  },
  'doctor.diskNoExec': {
    message:
      'Programs may not be run from {{path}} (its disk is mounted noexec), so no environment works there.',
    hint: 'Put ~/.looptool on another disk by a symbolic link.',
  },
  'doctor.python': { message: 'Python {{version}} at {{path}}.', hint: '' },
  'doctor.noPython': {
    message: 'No Python from 3.10 on; found: {{versions}}.',
    hint: 'Install one; uv brings one without an administrator.',
  },
  'doctor.uv': { message: 'uv {{version}} at {{path}}.', hint: '' },
  'doctor.noUv': {
    message: 'uv is not installed. It makes the environments.',
    hint: 'LoopTool brings it when it makes an environment; you may install it yourself.',
  },
  'doctor.reached': { message: '{{name}} answers ({{ms}} ms).', hint: '' },
  'doctor.notReached': {
    message: '{{name}} cannot be reached from the host.',
    hint: 'If the host is kept offline, let this computer carry the packages over; or name a mirror that it reaches.',
  },
  'doctor.notReachedProxy': {
    message: '{{name}} cannot be reached through the proxy that the host names.',
    hint: 'Check the variables http_proxy and https_proxy there.',
  },
  'doctor.proxyRefuses': {
    message: 'The host’s proxy refuses the way to {{name}}.',
    hint: 'It may want a user and a password in https_proxy, or not allow this address.',
  },
  'doctor.notTrusted': {
    message: 'The host does not trust the certificate of {{name}}: a company’s proxy may stand between.',
    hint: 'Put the company’s certificate into the host’s trust store, or name it in SSL_CERT_FILE.',
  },
  'doctor.portTaken': {
    message: 'Port {{port}} is in use on the host.',
    hint: 'See who uses it; another port is taken for serving.',
  },
  'doctor.clock': { message: 'Its clock is right ({{seconds}} s apart).', hint: '' },
  'doctor.clockOff': {
    message:
      'Its clock is {{seconds}} s apart from this computer’s: downloads may be refused, times look wrong.',
    hint: 'Let it set its clock from the network.',
  },
}
