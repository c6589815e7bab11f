#!/bin/sh
# Start the service once its database is there.
set -eu

: "${DB_HOST:=db}"
DB_PORT=${DB_PORT:-5432}

log() {
  echo "entrypoint: $*" >&2
}

tries=0
until pg_isready -q -h "$DB_HOST" -p "$DB_PORT"; do
  tries=$((tries + 1))
  if [ "$tries" -ge 30 ]; then
    log "no database after $tries tries"
    exit 1
  fi
  sleep 1
done

case ${1:-} in
  ''|-*) set -- gunicorn "$@" ;;
  sh) ;;
esac

cat > /tmp/config <<END
host=$DB_HOST
port=$DB_PORT
END

log "starting $1"
exec "$@"
