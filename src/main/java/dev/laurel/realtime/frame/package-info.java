/**
 * The frames: what client and server say to each other, as JSON and as bytes. Uses Jackson and the
 * types that frames carry, and nothing of connections. Start reading at {@link
 * dev.laurel.realtime.frame.ServerFrame}; {@code asyncapi.json} documents every frame.
 */
package dev.laurel.realtime.frame;
