import type { Plugin } from 'vite';

/** While developing, every address under /care opens the care team's page, as the server does it. */
export function careShell(): Plugin {
  return {
    name: 'care-shell',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        if (/^\/care(\/|\?|$)/.test(request.url ?? '')) request.url = '/care.html';
        next();
      });
    },
  };
}
