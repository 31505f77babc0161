// What opening a trace says when a model cannot take it.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "braid/checker/models/system.h"
#include "braid/tracer/diagnostic.h"
#include "braid/tracer/notation.h"

namespace braid::test {

/// The message; "" if the trace, called t, is accepted.
inline std::string refusal(const std::string& text) {
  try {
    static_cast<void>(models::open_system(parse_notation("t", text)));
    return "";
  } catch (const InputError& error) {
    return std::string(error.what());
  }
}

/// Expects a refusal that names the place, `t:1:8`, and the cause.
inline void expect_refusal(const std::string& text, const std::string& where, const std::string& cause) {
  const std::string message = refusal(text);
  EXPECT_NE(message.find(where), std::string::npos) << message;
  EXPECT_NE(message.find(cause), std::string::npos) << message;
}

}  // namespace braid::test
