package io.seqway.verification.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** What is random in one connection: from the seed of the run, the attack and the connection's number alone. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed, String attack, long number) {
        random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + attack.hashCode() * 0xBF58476D1CE4E5B9L + number);
    }

    /** A number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number from {@code min} to {@code max}. */
    int between(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }

    /** True once in so many times. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @SafeVarargs
    final <T> T pick(T... all) {
        return all[random.nextInt(all.length)];
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
