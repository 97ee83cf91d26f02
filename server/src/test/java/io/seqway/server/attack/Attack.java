package io.seqway.server.attack;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One of the tests of the attack classes, to be run again beside somebody else. */
record Attack(Method method) {
    private static final List<Class<?>> CLASSES = List.of(
            HandshakeAttackIT.class,
            TokenAttackIT.class,
            FrameAttackIT.class,
            MessageAttackIT.class,
            RoomAttackIT.class);

    /** All that turn against a running server. */
    static List<Attack> all() {
        List<Attack> all = new ArrayList<>();
        for (Class<?> attacks : CLASSES) {
            Arrays.stream(attacks.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .filter(method -> !method.isAnnotationPresent(Tag.class))
                    .map(Attack::new)
                    .forEach(all::add);
        }
        return all;
    }

    String name() {
        return method.getName();
    }

    /** Runs it, in an instance of its own; fails as the test does. */
    void run() throws Throwable {
        Constructor<?> constructor = method.getDeclaringClass().getDeclaredConstructor();
        try {
            method.invoke(constructor.newInstance());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
