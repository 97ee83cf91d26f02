package io.seqway.server.config;

import static io.seqway.server.config.Setting.JWKS;
import static io.seqway.server.config.Setting.JWT_ISSUER;
import static io.seqway.server.config.Setting.JWT_SECRET;

import io.seqway.gateway.auth.KeySource;
import io.seqway.gateway.auth.Origins;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code jwks}: the places of public keys, each with the issuer whose tokens they sign. */
final class KeySources {
    /** What stands before the first equals sign is an issuer, unless that sign is one of a query or a path. */
    private static final Pattern WITH_ISSUER = Pattern.compile("(?![./])([^=?]+)=(.+)");

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

    private KeySources() {}

    static List<KeySource> read(Settings settings) {
        List<KeySource> sources = new ArrayList<>();
        for (String text : settings.list(JWKS)) {
            Matcher matcher = WITH_ISSUER.matcher(text);
            sources.add(
                    matcher.matches()
                            ? new KeySource(
                                    matcher.group(1).strip(),
                                    location(settings, matcher.group(2).strip()))
                            : new KeySource(null, location(settings, text)));
        }
        boolean others = settings.has(JWT_SECRET) || sources.stream().anyMatch(one -> one.issuer() == null);
        if (others && !settings.has(JWT_ISSUER) && sources.stream().anyMatch(one -> one.issuer() != null)) {
            throw settings.refuse(
                    JWKS,
                    "where some keys have an issuer, all need one: its own, or that of --jwt-issuer; else the others"
                            + " could sign in its name");
        }
        return List.copyOf(sources);
    }

    private static URI location(Settings settings, String text) {
        return URL.matcher(text).matches() ? url(settings, text) : file(settings, text);
    }

    private static URI url(Settings settings, String text) {
        try {
            URI uri = new URI(text);
            boolean safe = "https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && Origins.isLoopback(uri.getRawAuthority());
            if (safe && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        // It may hold a password, so it is not shown.
        throw settings.refuse(
                JWKS, "give an https address without a user (http to this machine only), or a file that can be read");
    }

    private static URI file(Settings settings, String text) {
        try {
            Path file = Path.of(text);
            if (Files.isReadable(file)) {
                return file.toAbsolutePath().normalize().toUri();
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw settings.refuseShown(JWKS, text, "a file that can be read, or an https address");
    }
}
