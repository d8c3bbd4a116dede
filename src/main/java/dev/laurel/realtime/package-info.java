/**
 * The sockets: everything that a connected client sees. Its packages depend on each other in this
 * order only: {@code frame}, {@code admission}, {@code session}, then {@code personal} and {@code
 * board}; they use {@code wire} for the connections below, and no other room uses them. Start with
 * the endpoints, {@code personal.GameSocket} and {@code board.LeaderboardSocket}.
 */
package dev.laurel.realtime;
