package dev.laurel.demo;

import dev.laurel.course.Role;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** A member of the demo's class. */
@RegisterForReflection
record Person(String id, String username, Role role) {}
