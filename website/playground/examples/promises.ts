import { smartPoll, type TaskContext } from 'rxjs-smartpoll';

const latency = 700; // 50 to 3000 ms
const turn = 200; // 0 to 2000 ms

// Promises and setTimeout simply work. In the playground even they run in virtual time.
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

smartPoll({
  tasks: {
    orders: {
      startDue: 0,
      repeatDue: 2500,
      project: async ({ signal }: TaskContext) => {
        await sleep(latency); // fetch('/orders', { signal }), in real life
        signal.throwIfAborted();
        return ['tea', 'coffee'];
      },
      // A handler may be asynchronous too. No other handler is called until it is done.
      next: async (orders) => {
        await sleep(turn);
        console.log(`saved: ${orders.join(', ')}`);
      },
    },
    heartbeat: {
      startDue: 0,
      repeatDue: 1000,
      project: async () => 'alive',
      next: (word) => console.log(word),
    },
  },
}).subscribe();
