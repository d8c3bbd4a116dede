package dev.laurel.leaderboard.visibility;

import dev.laurel.leaderboard.Board;

/** Fired in the transaction that takes a user's name from a place which was set aside. */
public record PlaceErased(Board board) {}
