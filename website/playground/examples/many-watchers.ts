import { map, takeUntil, timer } from 'rxjs';
import { sharedPoll } from 'rxjs-smartpoll';

const pageEvery = 6000; // 1000 to 15000 ms
const dialogEvery = 1500; // 500 to 15000 ms

let requests = 0;
const prices = sharedPoll({
  project: ({ key }: { key: string }) => timer(200).pipe(map(() => `${key}, request ${++requests}`)),
  every: pageEvery,
});

// The page watches all the time.
prices('AAPL').subscribe((price) => console.log(`page:   ${price}`));

// A dialog that wants it more often is open from 10 s to 20 s. It gets the last value immediately.
timer(10_000).subscribe(() =>
  prices('AAPL', dialogEvery)
    .pipe(takeUntil(timer(10_000)))
    .subscribe((price) => console.log(`dialog: ${price}`)),
);
