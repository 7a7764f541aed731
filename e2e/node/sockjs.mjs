// sockjs-client in Node: has the conversation that each line on stdin asks for, and answers with how it went.

import SockJS from 'sockjs-client';
import { serve, tell } from './lines.mjs';
import { talk } from './talk.mjs';

serve({
  talk: async ({ id, url, transport, count }) =>
    tell(id, { event: 'done', result: await talk({ SockJS, url, transport, count }) }),
});
