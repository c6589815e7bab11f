set -eu
tries=0
until test -e ready; do
    tries=$((tries + 1))
    if [ "$tries" -ge 3 ]; then
        touch ready
    fi
done
echo "ready after $tries"
exec sh -c 'echo serving; exit 0'
