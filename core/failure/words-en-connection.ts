import type { Words } from './word-table.ts'

/** English: what the staged test of an endpoint found. */
export const EN_CONNECTION: Words = {
  'connection.reached': { message: 'Connected to {{host}}, port {{port}}.', hint: '' },
  'connection.reachedProxy': { message: 'Connected to the proxy {{proxy}}.', hint: '' },
  'connection.secured': { message: 'Encrypted; certificate of {{issuer}}, valid until {{until}}.', hint: '' },
  'connection.noTls': { message: 'Not encrypted: the address starts with http.', hint: '' },
  'connection.listed': { message: 'Models served: {{count}}.', hint: '' },
  'connection.modelServed': { message: 'The server lists this model.', hint: '' },
  'connection.answered': { message: 'The model answers.', hint: '' },
  'connection.called': { message: 'It called the test tool as asked.', hint: '' },
  'connection.calledTwice': { message: 'It made two calls in one answer.', hint: '' },
  'connection.bound': { message: 'Its answer kept to the given schema.', hint: '' },
  'connection.gaveLogprobs': { message: 'It gives the log-probability of each token.', hint: '' },
  'connection.contextKnown': {
    message: 'The context holds {{tokens}} tokens; {{needed}} are needed.',
    hint: '',
  },
  'connection.contextRead': { message: 'It read a prompt of {{tokens}} tokens.', hint: '' },
  'connection.ran': {
    message: 'Eight at once: as fast as {{inFlight}} in flight, {{rate}} tokens/s.',
    hint: '',
  },
  'connection.afterFailure': { message: 'Not tried: a line above has to pass first.', hint: '' },
  'connection.needsChat': { message: 'Not tried: the model gave no answer.', hint: '' },
  'connection.stopped': { message: 'Not tried: you stopped the test.', hint: '' },
  'connection.defect': {
    message: 'The test itself failed at this line.',
    hint: 'The other lines are not concerned. Copy the test into a report.',
  },

  'connection.wrongPath': {
    message: 'The server is right, the path is not: its models are listed at {{right}}.',
    hint: 'Use that address.',
  },
  'connection.notFound': {
    message: 'A web server answers, but there is no model server at {{path}}.',
    hint: 'Look up the base address in the server’s manual; for most it ends with /v1.',
  },
  'connection.webPage': {
    message: 'A web page came instead of an answer: “{{title}}”.',
    hint: 'A proxy or a network’s sign-in page may stand in between: open the address in a browser. Or this is the address of a web site, not of its interface.',
  },
  'connection.redirect': {
    message:
      'The server sends requests on to {{to}}; this is never followed, since it would take the key there.',
    hint: 'If you trust that address, use it as the endpoint’s address.',
  },
  'connection.rateLimited': {
    message: 'The server takes no more requests for now; it asks to wait {{wait}}.',
    hint: 'Test again later. If it happens with a single request, the limit of your key is used up.',
  },
  'connection.busy': {
    message: 'The server takes no more requests for now, and does not say for how long.',
    hint: 'Test again later. If it happens with a single request, the limit of your key is used up.',
  },
  'connection.quota': {
    message: 'The account behind this key has no credit left.',
    hint: 'Top it up with the provider, or use another key.',
  },
  'connection.loading': {
    message: 'The server is still loading its model.',
    hint: 'Wait until its log says that it is ready, then test again.',
  },
  'connection.gateway': {
    message: 'A gateway answers with status {{status}}: the model server behind it is not running.',
    hint: 'Start the model server, or ask whoever runs the gateway.',
  },
  'connection.serverError': {
    message: 'The server failed inside, with status {{status}}.',
    hint: 'Look at the server’s log; the details hold what it said.',
  },
  'connection.silent': {
    message: 'The server took the request and said nothing for {{seconds}} s.',
    hint: 'It may be loading its model, or be stuck: look at its log. Another service may also listen at this port.',
  },
  'connection.stalled': {
    message: 'The answer began and then stopped for {{seconds}} s.',
    hint: 'The server or a proxy in between is stuck: look at the server’s log, then test again.',
  },
  'connection.cut': {
    message: 'The answer broke off half-way.',
    hint: 'The server may have crashed or run out of memory: look at its log, then test again.',
  },
  'connection.tooLarge': {
    message: 'The answer is larger than {{limit}} MB, which no model server sends here.',
    hint: 'Check that the address leads to a model server.',
  },
  'connection.encoded': {
    message: 'The answer came compressed ({{encoding}}), though nobody asked for that.',
    hint: 'Turn compression off in the proxy before the server.',
  },
  'connection.notModels': {
    message: 'An answer came, but no list of models.',
    hint: 'Check that the address leads to an OpenAI-compatible server.',
  },
  'connection.notChat': {
    message: 'An answer came, but no complete chat answer.',
    hint: 'Check that the address leads to an OpenAI-compatible server.',
  },
  'connection.contentType': {
    message: 'The answer is right, but calls itself {{type}} instead of application/json.',
    hint: 'It works here; other programs may stumble. The server or its proxy should be corrected.',
  },
  'connection.noModelList': {
    message: 'The server has no list of models.',
    hint: 'Not needed if you know the model’s exact name.',
  },
  'connection.emptyModelList': {
    message: 'The server’s list of models is empty.',
    hint: 'Load or pull a model on the server first.',
  },
  'connection.modelEmpty': {
    message: 'No model was chosen. Served: {{served}}.',
    hint: 'Choose one of them.',
  },
  'connection.modelMissing': {
    message: 'The server does not serve {{model}}. Served: {{served}}.',
    hint: 'Choose one of the served names, exactly as written.',
  },
  'connection.modelNear': {
    message: 'The server does not serve {{model}}, but {{right}}.',
    hint: 'Names must be equal to the letter, capitals and the part before the slash included.',
  },
  'connection.modelUnlisted': {
    message: 'The model {{model}} is not in the server’s list, yet it answers.',
    hint: 'It works; the name may be an alias.',
  },
  'connection.modelSwapped': {
    message: 'Asked for {{asked}}, the server answered with {{answered}}.',
    hint: 'If that is another model, samples would carry the wrong name: choose the model’s own name.',
  },
  'connection.chatRefused': {
    message: 'The server refused a simple question.',
    hint: 'The details hold its own words.',
  },
  'connection.noTemplate': {
    message: 'This model has no chat template, so the server cannot chat with it.',
    hint: 'Use the instruct version of the model, or start the server with --chat-template.',
  },
  'connection.noToolParser': {
    message: 'Chat works, but the server has no tool parser: requests with tools are refused.',
    hint: 'Restart vLLM with {{flags}}',
  },
  'connection.toolsUnsupported': {
    message: 'This model, as it is served, takes no tools.',
    hint: 'Choose a model whose template knows tools, for example Qwen3.',
  },
  'connection.callsAsText': {
    message: 'The model calls tools, but the server hands the call on as plain text.',
    hint: 'LoopTool reads such calls itself. To have the server do it, restart vLLM with {{flags}}',
  },
  'connection.noToolCall': {
    message: 'Asked to use a tool, the model answered in words.',
    hint: 'It may be too small, or its template may not show the tools to it. Choose a model made for tool calls.',
  },
  'connection.badArguments': {
    message: 'The model called the tool, but its arguments cannot be used: {{why}}.',
    hint: 'Try another tool parser, or a larger model.',
  },
  'connection.answerCut': {
    message: 'The answer reached its limit of {{tokens}} tokens before it came to the point.',
    hint: 'The model thinks for long. Turn thinking off for this role, or allow longer answers.',
  },
  'connection.thinkingLeaks': {
    message: 'The model’s thinking stands inside its answer.',
    hint: 'LoopTool separates it. To have the server do it, restart vLLM with {{flags}}',
  },
  'connection.oneCall': {
    message: 'Asked for two things at once, the model made one call only.',
    hint: 'Fine for many roles; as assistant it will hardly make parallel calls.',
  },
  'connection.structuredRefused': {
    message: 'The server does not take a schema for the answer.',
    hint: 'LoopTool then asks for JSON in words, and repairs what it can; more answers will be unusable.',
  },
  'connection.structuredIgnored': {
    message: 'The server took the schema for the answer and ignored it.',
    hint: 'LoopTool then asks for JSON in words, and repairs what it can; more answers will be unusable.',
  },
  'connection.noLogprobs': {
    message: 'The server gives no log-probabilities.',
    hint: 'Without them a probe cannot tell certain answers from lucky ones. vLLM and llama-server give them.',
  },
  'connection.contextSmall': {
    message: 'The context holds only {{tokens}} tokens; {{needed}} are needed.',
    hint: 'Restart the server with a longer one: {{flags}}',
  },
  'connection.contextCut': {
    message: 'Of a prompt of about {{sent}} tokens the server read only {{tokens}}, without saying so.',
    hint: 'Tools would be lost silently. Give it a longer context: {{flags}}',
  },
  'connection.queues': {
    message: 'The server answers one after the other: eight at once took {{times}} times as long as one.',
    hint: 'Use a server that batches (vLLM), or allow it more slots (OLLAMA_NUM_PARALLEL, llama-server --parallel).',
  },
  'connection.loadRefused': {
    message: 'Of eight requests at once the server refused {{refused}} as too many.',
    hint: 'Set “requests at once” to {{fit}} or fewer.',
  },
  'connection.loadFailed': {
    message: 'Of eight requests at once {{failed}} failed.',
    hint: 'The details hold the first one’s reason. The server may be short of memory.',
  },

  'endpoint.book': {
    message: 'The list of endpoints could not be read or saved.',
    hint: 'Check that the disk is not full and that your user folder can be written.',
  },
  'endpoint.consent': {
    message: 'Nothing was sent to {{host}} yet: it is not your own computer, and you have not agreed.',
    hint: 'Read what goes out, then agree, or choose another endpoint.',
  },
  'endpoint.gone': {
    message: 'This endpoint is no longer in the list.',
    hint: 'Go back to the list and choose another one.',
  },
}
