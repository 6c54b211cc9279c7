import { map, timer } from 'rxjs';
import { smartPoll } from 'rxjs-smartpoll';

const concurrent = 2; // 1 to 5
const latency = 3000; // 500 to 6000 ms

const job = (name: string, priority: number, startDue: number) => ({
  startDue,
  priority, // of the keys that are due, the highest starts first
  repeatDue: 8000,
  project: () => timer(latency).pipe(map(() => name)),
  next: (done: string) => [done],
});

smartPoll({
  tasks: {
    news: job('news', 0, 0),
    mail: job('mail', 0, 0),
    weather: job('weather', 0, 0),
    thumbnails: job('thumbnails', -1, 0),
    alarm: job('alarm', 1, 500),
  },
  concurrent,
}).subscribe(console.log);
