/** Waits for the desk's approval: looks again every few seconds. */

setTimeout(() => location.reload(), 4000);
