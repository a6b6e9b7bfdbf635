# Three stages: the front end, the Python parts, and an image with only what runs.
FROM node:24-slim AS voorkant
WORKDIR /bouw
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY assets ./assets
RUN npm run build

FROM python:3.11-slim AS onderdelen
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim
RUN useradd --system --no-create-home --uid 1000 portaal
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /portaal
COPY --from=onderdelen /venv /venv
COPY manage.py ./
COPY wijkportaal ./wijkportaal
COPY wijken ./wijken
COPY budgetten ./budgetten
COPY initiatieven ./initiatieven
COPY wijkagenda ./wijkagenda
COPY templates ./templates
COPY fixtures ./fixtures
COPY --from=voorkant /bouw/assets/dist ./assets/dist
# Collecting reads the settings, and these want values; none of them is kept in the image.
RUN SECRET_KEY=build DATABASE_URL=postgres://build/x REDIS_URL=redis://build \
    ALLOWED_HOSTS=build BASIS_URL=https://build python manage.py collectstatic --noinput
USER portaal
EXPOSE 8000
CMD ["gunicorn", "wijkportaal.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=4", \
     "--worker-tmp-dir=/dev/shm", "--max-requests=5000", "--max-requests-jitter=500", "--no-control-socket"]
