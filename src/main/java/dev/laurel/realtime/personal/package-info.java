/**
 * The personal socket: delivers each user's log, in order and without gaps, to that user's sockets
 * on this node. Reads the log of {@code notification} and hears its hints over {@code broadcast}.
 * Start reading at {@link dev.laurel.realtime.personal.PersonalFeeds}, which repairs lost hints.
 */
package dev.laurel.realtime.personal;
