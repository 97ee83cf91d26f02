package io.seqway.verification.fuzz;

import java.util.List;

/**
 * An address of HTTP that the server has, or may have.
 *
 * @param bodies good ones, or such that break one rule; empty where there is none
 */
record Resource(String method, String path, List<String> bodies) {}
