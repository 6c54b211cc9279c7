import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';

@Component({
  selector: 'app-root',
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <nav aria-label="Pages">
      <span class="brand"><span aria-hidden="true"></span>rxjs-smartpoll</span>
      <a
        routerLink="/"
        routerLinkActive="here"
        ariaCurrentWhenActive="page"
        [routerLinkActiveOptions]="{ exact: true }"
      >
        Weather
      </a>
      <a routerLink="/sharing" routerLinkActive="here" ariaCurrentWhenActive="page">Sharing</a>
      <a routerLink="/about" routerLinkActive="here" ariaCurrentWhenActive="page">About</a>
    </nav>
    <router-outlet />
  `,
  styleUrl: './app.css',
})
export class App {}
