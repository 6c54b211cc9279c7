import type { Routes } from '@angular/router';
import { Dashboard } from './dashboard/dashboard';

export const routes: Routes = [
  { path: '', pathMatch: 'full', component: Dashboard },
  {
    path: 'sharing',
    loadComponent: () => import('./sharing/sharing').then(({ Sharing }) => Sharing),
  },
  { path: 'about', loadComponent: () => import('./about/about').then(({ About }) => About) },
  { path: '**', redirectTo: '' },
];
