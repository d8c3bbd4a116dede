package dev.laurel.achievement.criterion;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.LocalTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of the day, which may span midnight: from 22 to 4 is the night.
 *
 * @param from the first hour
 * @param to the first hour that is too late
 */
@RegisterForReflection
@Schema(name = "HoursOfDay")
public record Hours(@NotNull @Min(0) @Max(23) Integer from, @NotNull @Min(0) @Max(24) Integer to) {
  boolean contains(LocalTime time) {
    int hour = time.getHour();
    return from < to ? hour >= from && hour < to : hour >= from || hour < to;
  }
}
