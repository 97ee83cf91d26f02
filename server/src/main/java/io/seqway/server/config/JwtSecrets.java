package io.seqway.server.config;

import io.seqway.gateway.auth.TokenOptions.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code jwt-secret}. No message of it shows a secret. */
final class JwtSecrets {
    /** RFC 7518, 3.2: a key of HS256 has at least the length of the hash. */
    private static final int MIN_BYTES = 32;

    private static final Pattern WITH_KID = Pattern.compile("([A-Za-z0-9._-]{1,64}):(.*)");

    private JwtSecrets() {}

    static List<Secret> read(Settings settings) {
        List<Secret> secrets = new ArrayList<>();
        Set<String> kids = new HashSet<>();
        for (String text : settings.list(Setting.JWT_SECRET)) {
            Matcher matcher = WITH_KID.matcher(text);
            Secret secret = matcher.matches() ? new Secret(matcher.group(1), matcher.group(2)) : new Secret(null, text);
            int bytes = secret.value().getBytes(StandardCharsets.UTF_8).length;
            if (bytes < MIN_BYTES) {
                throw settings.refuse(
                        Setting.JWT_SECRET,
                        "secret number %d has %d bytes; give at least %d, such as 'openssl rand -hex 32' makes"
                                .formatted(secrets.size() + 1, bytes, MIN_BYTES));
            }
            if (!kids.add(secret.kid() == null ? "" : secret.kid())) {
                throw settings.refuse(
                        Setting.JWT_SECRET, "several secrets need a kid of their own each, as kid:secret");
            }
            secrets.add(secret);
        }
        return List.copyOf(secrets);
    }
}
