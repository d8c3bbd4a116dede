package dev.laurel.leaderboard.visibility;

import dev.laurel.leaderboard.Board;

/** Fired in the transaction that erases a user from a snapshot of the board. */
public record SnapshotErased(Board board) {}
