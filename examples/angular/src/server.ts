import {
  AngularNodeAppEngine,
  createNodeRequestHandler,
  writeResponseToNodeResponse,
} from '@angular/ssr/node';

const engine = new AngularNodeAppEngine();

/** Renders a page; what serves files, providers and this is `server/web-server.ts`. */
export const reqHandler = createNodeRequestHandler((request, response, next) => {
  engine
    .handle(request)
    .then((page) => (page ? writeResponseToNodeResponse(page, response) : next()))
    .catch(next);
});
