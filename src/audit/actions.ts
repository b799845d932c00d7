import { reviewUnusual } from './review-unusual.ts'

export const auditActions = [reviewUnusual]
