#include "well_formed_xml.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <vector>

namespace braid::test {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == ':' || c == '.';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  void read_document() {
    read_tag();
    while (!open_.empty()) {
      if (rest_.empty()) fail("the document ends inside " + open_.back());
      if (rest_.front() == '<') {
        read_tag();
      } else {
        read_character();
      }
    }
    skip_space();
    if (!rest_.empty()) fail("something follows the document's element");
  }

 private:
  [[noreturn]] static void fail(const std::string& cause) { throw std::runtime_error(cause); }

  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  void demand(std::string_view token) {
    if (!take(token)) fail(std::string(token) + " is missing at " + std::string(rest_.substr(0, 20)));
  }

  void skip_space() {
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
  }

  std::string read_name() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name);
    std::string name(rest_.begin(), end);
    if (name.empty()) fail("a name is missing at " + std::string(rest_.substr(0, 20)));
    rest_.remove_prefix(name.size());
    return name;
  }

  void read_character() {
    const auto byte = static_cast<unsigned char>(rest_.front());
    if (byte < 0x20 && !is_space(rest_.front())) fail("a control character");
    if (rest_.front() == '<') fail("a < that is no tag");
    if (rest_.front() != '&') return rest_.remove_prefix(1);
    constexpr std::array<std::string_view, 6> kReferences = {"&amp;",  "&lt;",   "&gt;",
                                                             "&quot;", "&apos;", "&#39;"};
    if (std::none_of(kReferences.begin(), kReferences.end(), [&](std::string_view r) { return take(r); }))
      fail("an & that is no reference");
  }

  void read_tag() {
    demand("<");
    if (take("/")) {
      const std::string name = read_name();
      if (name != open_.back()) fail(name + " closes " + open_.back());
      open_.pop_back();
      return demand(">");
    }
    const std::string name = read_name();
    std::set<std::string> attributes;
    while (!rest_.starts_with(">") && !rest_.starts_with("/>")) {
      if (rest_.empty() || !is_space(rest_.front())) fail("no space before an attribute of " + name);
      skip_space();
      if (rest_.starts_with(">") || rest_.starts_with("/>")) break;
      if (const std::string attribute = read_name(); !attributes.insert(attribute).second)
        fail(attribute + " is there twice");
      demand("=\"");
      while (!rest_.empty() && rest_.front() != '"') read_character();
      demand("\"");
    }
    if (take("/>")) return;
    demand(">");
    open_.push_back(name);
  }

  std::string_view rest_;
  std::vector<std::string> open_;
};

}  // namespace

std::string xml_fault(std::string_view document) {
  try {
    Reader(document).read_document();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

}  // namespace braid::test
