package io.seqway.server;

import io.seqway.server.config.Config;
import java.nio.file.Path;

/** What a development node says once it is ready. */
final class DevBanner {
    private DevBanner() {}

    /**
     * @param port the port that it listens on
     * @param token a token that it believes
     */
    static String of(Config config, int port, String token) {
        Path data = config.dataDir().toAbsolutePath().normalize();
        return """

                Seqway is ready: http://localhost:%d/

                  token    %s
                           (user dev, 24 hours)
                  command  npx --yes wscat -c 'ws://%s:%d/ws?access_token=%s'
                  data     %s

                Development only: anybody on this machine can get a token. Ctrl-C stops it.
                """.formatted(port, token, bracketed(config.http().host()), port, token, data);
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
