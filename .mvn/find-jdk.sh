# Finds the JDK that Tidewire is built and run with; sourced by mvnw and tidewire.
#
# find_jdk sets JAVA_HOME to the first of: JAVA_HOME itself, the JDK on PATH, the best JDK in a usual place.
# Only a JDK (with javac) of version 25 or newer will do. Among the usual places, 25 itself is the best,
# since that is what the project is tested on, then the lowest version above it.

jdk_wanted=25

# Prints the major version of the JDK in directory $1, or nothing where there is none.
jdk_version() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  jdk_full=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release" 2>/dev/null) || jdk_full=''
  [ -n "$jdk_full" ] || jdk_full=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]\)/\1/p')
  jdk_major=${jdk_full%%[!0-9]*}
  [ "$jdk_major" = 1 ] || printf '%s\n' "$jdk_major" # 1.8 is 8, too old in any case
}

jdk_fits() {
  jdk_found=$(jdk_version "$1")
  [ -n "$jdk_found" ] && [ "$jdk_found" -ge "$jdk_wanted" ]
}

# Prints the home of the JDK whose javac is on PATH; a link or a launcher may stand between the two.
jdk_on_path() {
  jdk_javac=$(command -v javac) || return 0
  jdk_target=$(readlink -f "$jdk_javac" 2>/dev/null) || jdk_target=$jdk_javac
  if [ -f "${jdk_target%/bin/javac}/release" ]; then
    printf '%s\n' "${jdk_target%/bin/javac}"
  else
    "$jdk_javac" -J-XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
  fi
}

# Sets jdk_best to the best JDK among the directories given.
jdk_best_of() {
  jdk_best='' jdk_best_version=''
  for jdk_home in "$@"; do
    jdk_fits "$jdk_home" || continue
    if [ -z "$jdk_best" ] || [ "$jdk_found" -lt "$jdk_best_version" ]; then
      jdk_best=$jdk_home jdk_best_version=$jdk_found
    fi
  done
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME"; then
    return 0
  fi
  jdk_best=$(jdk_on_path)
  if [ -z "$jdk_best" ] || ! jdk_fits "$jdk_best"; then
    # In this order: Debian and Fedora; Oracle's packages; by hand; SDKMAN; IDEs and version managers; macOS; Homebrew.
    jdk_best_of \
      /usr/lib/jvm/* \
      /usr/java/* \
      /opt/java/* /opt/jdk* \
      "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
      "${HOME:-}"/.jdks/* "${HOME:-}"/.asdf/installs/java/* "${HOME:-}"/.local/share/mise/installs/java/* \
      "$(/usr/libexec/java_home -F -v "$jdk_wanted+" 2>/dev/null)" \
      /Library/Java/JavaVirtualMachines/*/Contents/Home \
      "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
      /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec
  fi
  if [ -z "$jdk_best" ]; then
    printf '%s: no JDK %s or newer found (a JRE is not enough): install %s, or set JAVA_HOME\n' "${0##*/}" "$jdk_wanted" \
      "openjdk-25-jdk (Debian, Ubuntu), java-25-openjdk-devel (Fedora), openjdk@25 (Homebrew) or one by 'sdk install java' (SDKMAN)" >&2
    return 1
  fi
  JAVA_HOME=$jdk_best
  export JAVA_HOME
}
