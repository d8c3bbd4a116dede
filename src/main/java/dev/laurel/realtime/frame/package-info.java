/**
 * The frames: what client and server say to each other, as JSON and as bytes. Uses Jackson and the
 * types that frames carry, of leaderboard and notification, and nothing of connections. Start with
 * {@link dev.laurel.realtime.frame.ServerFrame} and {@link dev.laurel.realtime.frame.ClientFrame};
 * {@code asyncapi.json} documents every frame.
 */
package dev.laurel.realtime.frame;
