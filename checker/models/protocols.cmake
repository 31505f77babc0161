# Collects the protocols: every X/X_protocols.cpp defines X_protocols() (see protocol/protocol.h).
file(GLOB protocol_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*/*_protocols.cpp)
set(declarations "")
set(entries "")
foreach(source ${protocol_sources})
  cmake_path(GET source STEM name)
  string(APPEND declarations "std::span<const ProtocolKind> ${name}();\n")
  string(APPEND entries "    for (const ProtocolKind& kind : ${name}()) all.push_back(&kind);\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/protocols.cpp @ONLY CONTENT
[=[// Made by checker/models/protocols.cmake.
#include <vector>

#include "braid/checker/models/protocol/protocol.h"

namespace braid::models {

@declarations@
std::span<const ProtocolKind* const> protocol_kinds() {
  static const std::vector<const ProtocolKind*> kAll = [] {
    std::vector<const ProtocolKind*> all;
@entries@    return all;
  }();
  return kAll;
}

}  // namespace braid::models
]=])
