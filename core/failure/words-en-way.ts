import type { Words } from './word-table.ts'

/** English: what stands between this computer and an endpoint: addresses, proxies, certificates, keys. */
export const EN_WAY: Words = {
  'connection.addressEmpty': {
    message: 'No address was given.',
    hint: 'Type the server’s address, for example http://127.0.0.1:8000/v1.',
  },
  'connection.addressInvalid': {
    message: 'This is not a web address.',
    hint: 'It should look like http://127.0.0.1:8000/v1.',
  },
  'connection.addressSpace': {
    message: 'There is a space inside the address.',
    hint: 'Remove the space; something was probably pasted along with it.',
  },
  'connection.addressScheme': {
    message: 'Addresses that start with {{scheme}} cannot be used.',
    hint: 'Use the server’s http or https address.',
  },
  'connection.addressLogin': {
    message: 'The address holds a user name or password.',
    hint: 'Take it out of the address and type the key into its own field, where it is kept safe.',
  },
  'connection.proxyInvalid': {
    message: 'The proxy’s address cannot be used.',
    hint: 'It should look like http://proxy.example:3128, without a user name or password.',
  },
  'connection.dnsUnknown': {
    message: 'No computer is known by the name {{host}}.',
    hint: 'Look for a typing mistake; if the name belongs to an inner network, connect to it (VPN) first.',
  },
  'connection.refused': {
    message: '{{host}} is there, but nothing listens at port {{port}}.',
    hint: 'Start the server, or correct the port. On another machine, the server must not be bound to 127.0.0.1 only.',
  },
  'connection.noRoute': {
    message: 'There is no way to {{host}} from this computer.',
    hint: 'Check the network connection, or the VPN that leads to this address.',
  },
  'connection.connectTimeout': {
    message: '{{host}} did not answer at port {{port}} within {{seconds}} s.',
    hint: 'A firewall probably drops the connection, or the machine is off. Ask whoever runs it to open this port.',
  },
  'connection.proxyUnreachable': {
    message: 'The proxy {{proxy}} cannot be reached.',
    hint: 'Correct the proxy’s address, or leave it empty to connect directly.',
  },
  'connection.proxyRefused': {
    message: 'The proxy {{proxy}} refuses to connect to {{host}}.',
    hint: 'Ask whoever runs the proxy to allow this host, or leave the proxy empty to connect directly.',
  },
  'connection.notConnected': {
    message: 'The connection to {{host}} broke off before there was an answer.',
    hint: 'Something between here and the server, or the server itself, closed it. The details hold the system’s words.',
  },
  'connection.clearText': {
    message: 'The way to {{host}} is not encrypted: key and dialogs can be read along the way.',
    hint: 'Use https, or an SSH tunnel, unless you trust this network.',
  },
  'connection.tlsSelfSigned': {
    message: 'The certificate of {{host}} is self-signed, so nobody vouches for it.',
    hint: 'If this is your server, choose its certificate as the CA file.',
  },
  'connection.tlsUnknownIssuer': {
    message: 'The certificate of {{host}} was issued by {{issuer}}, which this computer does not know.',
    hint: 'Ask for the CA certificate of your organisation and choose it as the CA file.',
  },
  'connection.tlsExpired': {
    message: 'The certificate of {{host}} expired on {{until}}.',
    hint: 'Whoever runs the server has to renew it. Also check this computer’s date.',
  },
  'connection.tlsNotYet': {
    message: 'The certificate of {{host}} is valid only from {{from}}.',
    hint: 'Check this computer’s date and time first.',
  },
  'connection.tlsName': {
    message: 'The certificate is for {{names}}, not for {{host}}.',
    hint: 'Use a name that the certificate holds, or ask for a certificate with this name.',
  },
  'connection.tlsPlain': {
    message: 'The server at port {{port}} speaks plain http, not https.',
    hint: 'Start the address with http://.',
  },
  'connection.tlsNeeded': {
    message: 'The server at port {{port}} wants an encrypted connection.',
    hint: 'Start the address with https://.',
  },
  'connection.tlsFailed': {
    message: 'No encrypted connection to {{host}} could be agreed on.',
    hint: 'The details hold the system’s words; the server may only know outdated encryption.',
  },
  'connection.caUnreadable': {
    message: 'The CA file {{file}} cannot be read, or holds no certificate.',
    hint: 'Choose a PEM file that begins with -----BEGIN CERTIFICATE-----.',
  },
  'connection.notHttp': {
    message: 'Something else than a web server listens at port {{port}}; it greets with “{{greeting}}”.',
    hint: 'Correct the port: SSH uses 22, vLLM usually 8000, Ollama 11434, llama-server 8080.',
  },
  'connection.keyMissing': {
    message: 'The server wants a key.',
    hint: 'Type the key that you were given for this server.',
  },
  'connection.keyRefused': {
    message: 'The server does not accept this key.',
    hint: 'Type the key again; it may have been cut when it was copied, or belong to another server.',
  },
  'connection.keyExpired': {
    message: 'The server says that this key is no longer valid.',
    hint: 'Get a new key from whoever runs the server and type it here.',
  },
  'connection.keyUnreadable': {
    message: 'The key could not be read from this computer’s keyring, or holds characters that no key has.',
    hint: 'Type the key again.',
  },
  'connection.forbidden': {
    message: 'The server knows who asks, but does not allow it.',
    hint: 'Ask whoever runs the server to allow this key, this model or this network.',
  },
  'connection.authWall': {
    message: 'The server says “not found”, but means that you have to sign in.',
    hint: 'Type the key. If there is one already, it is not good for this address.',
  },
}
