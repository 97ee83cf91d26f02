package io.seqway.verification.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said to be out of reach has not gone meanwhile, nor got another name: then it would be missed again. */
class UnreachableTest {
    @Test
    void eachIsInAMethodThatThereIs() {
        assertThat(Unreachable.all())
                .allSatisfy(one -> assertThat(methods(one.type())).anyMatch(one::isOf));
    }

    private static List<String> methods(String type) {
        Class<?> found = found("gateway", type);
        return Stream.concat(
                        Stream.of("<init>"),
                        Stream.of(found.getDeclaredMethods()).map(method -> method.getName()))
                .toList();
    }

    private static Class<?> found(String module, String type) {
        try {
            return Class.forName(
                    "io.seqway." + module + "." + type.replace('/', '.'),
                    false,
                    UnreachableTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            if (module.equals("protocol")) {
                throw new AssertionError("there is no class " + type, e);
            }
            return found("protocol", type);
        }
    }
}
