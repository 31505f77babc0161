// How tests see what is wrong with a text.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "braid/tracer/notation.h"

namespace braid {

/// What `read` throws as an InputError; "accepted" where it throws nothing.
template <class Read>
std::string message_of(Read read) {
  try {
    static_cast<void>(read());
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

/// The whole message about a text in the notation.
inline std::string message_about(std::string_view text) {
  return message_of([&] { return parse_notation("t.trace", text); });
}

/// Where a text in the notation is refused, `line:column`; "accepted" where it is not.
inline std::string refused_at(std::string_view text) {
  try {
    static_cast<void>(parse_notation("t.trace", text));
  } catch (const InputError& error) {
    return std::to_string(error.position().line) + ":" + std::to_string(error.position().column);
  }
  return "accepted";
}

}  // namespace braid
