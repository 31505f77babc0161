#include <csignal>
#include <iostream>
#include <string_view>
#include <vector>

#include "braid/checker/command/dispatch.h"

int main(int argc, char** argv) {
  // A reader that goes away is an error of writing, not a reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  std::ios::sync_with_stdio(false);
  const std::vector<std::string_view> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return braid::command::run_braid(arguments, std::cout, std::cerr);
}
