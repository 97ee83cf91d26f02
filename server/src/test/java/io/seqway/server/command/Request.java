package io.seqway.server.command;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What is asked over HTTP.
 *
 * @param content JSON, or {@code null} for none
 */
record Request(String method, String path, JsonNode content) {}
