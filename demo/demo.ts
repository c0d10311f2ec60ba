/** `npm run demo`: four channels in the loopback world, or with `-- --email` real mail through a Postfix of its own. */
await (process.argv.includes('--email') ? import('./email/real-mail.ts') : import('./four-channels.ts'));
