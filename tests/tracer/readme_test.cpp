// The examples of traces/README.md are traces.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "braid/tracer/notation.h"
#include "refused.h"

namespace braid {
namespace {

TEST(TracesReadme, HasSixExamplesThatAreTraces) {
  std::ifstream file(BRAID_TRACES_DIR "/README.md");
  ASSERT_TRUE(file.is_open());
  std::stringstream text;
  text << file.rdbuf();
  const std::string page = text.str();
  const std::string opening = "```\nsystem ";
  int examples = 0;
  for (std::size_t begin = page.find(opening); begin != std::string::npos;
       begin = page.find(opening, begin + 1)) {
    const std::size_t end = page.find("```", begin + 3);
    EXPECT_EQ(refused_at(page.substr(begin + 4, end - begin - 4)), "accepted") << "example " << examples;
    ++examples;
  }
  EXPECT_EQ(examples, 6);
}

}  // namespace
}  // namespace braid
