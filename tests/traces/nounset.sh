set -u
(echo "$missing")
echo "$?"
echo "${x:?must be set}"
echo never
