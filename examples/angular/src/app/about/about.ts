import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';

@Component({
  selector: 'app-about',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <main>
      <h1>What you saw</h1>
      <p>
        Three weather services, each with a rate limit, a latency and failures of its own, are polled by one
        control loop. Each answer decides when its provider is asked next; each change is merged and
        published.
      </p>
      <ul>
        <li>
          <strong>Nothing overlaps.</strong> Requests run side by side in the background; their answers, and
          what you press, are handled one at a time.
        </li>
        <li>
          <strong>The page came with data.</strong> The server asked every provider once and stopped; your
          browser went on from there.
        </li>
        <li>
          <strong>Nobody looks, nobody asks.</strong> While the tab is hidden, or you are offline, nothing
          starts. What came due meanwhile starts once you are back.
        </li>
        <li>
          <strong>On this page nothing is polled.</strong> The loop ended with the page that it belongs to,
          and a request that was under way was aborted.
        </li>
      </ul>
      <p><a routerLink="/">Back to the weather</a></p>
    </main>
  `,
  styles: `
    main {
      max-width: 42rem;
    }
    li {
      margin-block: 0.75rem;
    }
  `,
})
export class About {}
