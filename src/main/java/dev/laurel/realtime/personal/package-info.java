/**
 * The personal socket: delivers each user's log, in order and without gaps, to that user's sockets
 * on this node. Of realtime it uses sessions, frames and admission; it reads the log of {@code
 * notification}, hears its hints over {@code broadcast}, and closes with the codes of {@code wire}.
 * Start with {@link dev.laurel.realtime.personal.PersonalFeed}, which delivers one log, and {@link
 * dev.laurel.realtime.personal.PersonalFeeds}, which repairs lost hints.
 */
package dev.laurel.realtime.personal;
