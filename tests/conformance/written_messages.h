// Recordings of messages, written by hand, and what is said of them.
#pragma once

#include <string>
#include <vector>

#include "braid/checker/conformance/conformance.h"

namespace braid::conformance {

/// An event. `what` is `nfs3 c1 1 2 READ /f`: program, actor, start, end (`-`: no reply), operation, object.
/// Arguments and result are members of JSON objects. The server is `s`, unless the arguments name another.
[[nodiscard]] std::string message(const std::string& what, const std::string& arguments,
                                  const std::string& result = "");

/// Checks these events, whose lines are numbered from 1. `skipped` are members of the footer's `skipped`.
[[nodiscard]] ConformanceVerdict checked(const std::string& protocol, const std::vector<std::string>& events,
                                         ConformanceOptions options = {}, const std::string& skipped = "");

/// `holds`, or the answer and all that is said of violations.
[[nodiscard]] std::string said(const ConformanceVerdict& verdict);

/// Both.
[[nodiscard]] std::string said(const std::string& protocol, const std::vector<std::string>& events,
                               ConformanceOptions options = {});

}  // namespace braid::conformance
