"""What runs beside the requests: the job queue, its worker, mail."""
