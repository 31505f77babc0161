# What `cmake --install` copies: the program, the libraries with their headers and CMake package, and what the
# program reads at run time.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_directory ${CMAKE_INSTALL_LIBDIR}/cmake/braid)

install(TARGETS braid_tracer braid_checker EXPORT braid)
if(TARGET braid)
  install(TARGETS braid)
endif()
install(EXPORT braid NAMESPACE braid:: FILE braidTargets.cmake DESTINATION ${package_directory})

install(DIRECTORY ${PROJECT_SOURCE_DIR}/tracer DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/braid
        FILES_MATCHING PATTERN "*.h")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/checker DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/braid
        FILES_MATCHING PATTERN "*.h"
        PATTERN command EXCLUDE)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/properties ${PROJECT_SOURCE_DIR}/traces
        DESTINATION ${CMAKE_INSTALL_DATADIR}/braid)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/braidConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/cmake/braidConfig.cmake
                              INSTALL_DESTINATION ${package_directory})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cmake/braidConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cmake/braidConfig.cmake ${PROJECT_BINARY_DIR}/cmake/braidConfigVersion.cmake
              ${CMAKE_CURRENT_LIST_DIR}/FindPcap.cmake
        DESTINATION ${package_directory})
