# Collects the formats: every formats/NAME.cpp defines NAME_format() (see format.h). The table is by name.
file(GLOB format_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/formats/*.cpp)
if(NOT BRAID_IMPORTERS)
  set(format_sources "")
endif()
list(LENGTH format_sources format_count)
set(declarations "")
set(entries "")
foreach(source ${format_sources})
  cmake_path(GET source STEM name)
  string(APPEND declarations "const Format& ${name}_format();\n")
  string(APPEND entries "      &${name}_format(),\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/formats.cpp @ONLY CONTENT
[=[// Made by tracer/import/formats.cmake.
#include <array>

#include "braid/tracer/import/format.h"

namespace braid::import {

@declarations@
std::span<const Format* const> formats() {
  static const std::array<const Format*, @format_count@> all = {
@entries@  };
  return all;
}

}  // namespace braid::import
]=])
