# Headers that take longer to read than most files that include them take to compile are read once.
#
# A file still includes what it uses: whoever sets BRAID_PRECOMPILED_HEADERS to OFF compiles without them, and sees.
# Installed headers know nothing of this.
include(CMakeDependentOption)
# Shared libraries are compiled by other flags than the programs, which could not use the libraries' headers then.
cmake_dependent_option(BRAID_PRECOMPILED_HEADERS "Read common headers once, not for every file" ON
                       "NOT BUILD_SHARED_LIBS" OFF)

# braid_precompile_headers(TARGET [HEADER...]): TARGET precompiles the common headers, and these.
function(braid_precompile_headers target)
  if(NOT BRAID_PRECOMPILED_HEADERS)
    return()
  endif()
  target_precompile_headers(${target} PRIVATE
    <algorithm> <array> <atomic> <charconv> <chrono> <cstddef> <cstdint> <cstring> <deque> <filesystem> <fstream>
    <functional> <limits> <map> <memory> <numeric> <optional> <ostream> <set> <span> <stdexcept> <string> <string_view>
    <system_error> <unordered_map> <utility> <variant> <vector>
    <boost/multiprecision/cpp_int.hpp>
    <fmt/format.h>
    ${ARGN})
endfunction()

# braid_reuse_headers(TARGET OWNER): TARGET, compiled by the same flags, takes what OWNER precompiles.
function(braid_reuse_headers target owner)
  if(BRAID_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endif()
endfunction()
